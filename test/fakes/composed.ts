import type { Framework } from '../../core/framework.ts'
import { createDiag } from '../../core/internal/diag.ts'
import { compose } from '../../core/kit/compose.ts'
import type { Kit } from '../../core/kit/kit.ts'
import type { Options } from '../../core/kit/user-options.ts'
import { nativePreset } from '../../core/kit/preset.ts'
import { fakeClock } from './clock.ts'
import { fakeFramework } from './framework.ts'
import { fakePlatform } from './platform.ts'
import { seeded } from './random.ts'

/** A kit as apps start it, with its options, on a fake device; its start is only counted if that is asked for. */
export function composed(
  options: Partial<Options>,
  {
    kit = nativePreset,
    platform = fakePlatform(),
    framework = fakeFramework(),
  }: { kit?: Kit; platform?: ReturnType<typeof fakePlatform>; framework?: Framework } = {},
) {
  const clock = fakeClock()
  const monitor = compose(
    kit,
    {
      service: 'shop',
      collector: 'https://c.example',
      encoding: 'json',
      ...options,
      enable: { session: false, ...options.enable },
    },
    {
      clock,
      diag: createDiag(false, {}),
      random: seeded(7),
      framework: () => framework,
      platform: () => platform,
    },
  )
  return { clock, monitor, platform }
}
