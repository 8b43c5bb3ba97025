import { checkFault, CHAOS_FAULTS, PLANS } from './plans.ts'
import type { ChaosPlan, FaultKind, Plan } from './plans.ts'
import { seeded, shuffled } from './random.ts'
import type { SignalPath } from './types.ts'

export interface Faults {
  /** All of them or, with an Error that says why, none. */
  plan(faults: Plan | Plan[]): void
  clear(): void
  /** The fault for the next request of this signal, counted as played. */
  next(signal: SignalPath): FaultKind | undefined
  active(): { fault: Plan; left: number }[]
}

interface Rule {
  fault: Plan
  /** Requests that it is still for. */
  left: number
  /** Requests that it still leaves alone. */
  wait: number
  pick(): FaultKind | undefined
}

/** Plays plans one after another, each until it has ended. */
export function createFaults(): Faults {
  let rules: Rule[] = []
  return {
    plan(faults) {
      const more = [faults].flat().map((fault) => ruleOf(checkFault(fault)))
      if (rules.length + more.length > PLANS) throw new Error(`more than ${PLANS} faults are planned`)
      rules.push(...more)
    },
    clear() {
      rules = []
    },
    next(signal) {
      for (const rule of rules) {
        if (rule.left <= 0 || !isFor(rule.fault, signal)) continue
        if (rule.wait > 0) {
          rule.wait--
          continue
        }
        rule.left--
        rules = rules.filter((each) => each.left > 0)
        return rule.pick()
      }
      return undefined
    },
    active: () => rules.map(({ fault, left }) => ({ fault, left })),
  }
}

function ruleOf(fault: Plan): Rule {
  if (fault.kind === 'chaos') return { fault, left: Infinity, wait: 0, pick: rotation(fault) }
  return { fault, left: fault.times ?? Infinity, wait: fault.after ?? 0, pick: () => fault }
}

function isFor({ signal = 'all' }: Plan, asked: SignalPath): boolean {
  return signal === 'all' || signal === asked
}

/** Some requests fail, some go well, then the next fault has its turn. */
function rotation(plan: ChaosPlan): () => FaultKind | undefined {
  const random = seeded(plan.seed ?? 1)
  const faults = plan.faults ?? CHAOS_FAULTS
  let queue: FaultKind[] = []
  let failing = 0
  let healthy = 0
  let current: FaultKind | undefined
  return () => {
    if (failing === 0 && healthy === 0) {
      if (queue.length === 0) queue = shuffled(faults, random)
      current = queue.shift()
      failing = 1 + Math.floor(random() * (plan.failing ?? 4))
      healthy = 1 + Math.floor(random() * (plan.healthy ?? 8))
    }
    if (failing > 0) {
      failing--
      return current
    }
    healthy--
    return undefined
  }
}
