import { noop } from '../../internal/guard.ts'
import type { Storage } from '../../storage.ts'

/** Under it, where the platform does not tell its keys, the names of ours: docs/platforms/mini.md#keys */
const ROLL = 'mm:keys'

/** Storage that may or may not tell of all its keys. */
export interface Untold extends Omit<Storage, 'keys'> {
  list(): Promise<string[]>
}

/** Finds the kit's keys also where the platform fails to list them: then a roll of them is kept in storage, too. */
export function withRoll({ get, list, remove, set, setNow }: Untold): Storage {
  /** Keys of ours that this run has written, or found. */
  let names: string[] = []
  /** Whether the platform tells them; until it has been asked nobody knows. */
  let told = false

  const roll = () => names.join('\n')
  const save = () => (names.length ? set(ROLL, roll()) : remove(ROLL))
  /** Whether the roll has to be written. */
  function enter(key: string): boolean {
    if (!isOurs(key)) return false
    if (names.indexOf(key) < 0) names.push(key)
    return !told
  }

  return {
    get,
    // before what it names, or a kill would leave what nobody finds any more
    set: (key, value) => (enter(key) ? save().then(() => set(key, value)) : set(key, value)),
    setNow(key, value) {
      if (enter(key)) setNow(ROLL, roll())
      setNow(key, value)
    },
    remove(key) {
      const known = names.indexOf(key) >= 0
      names = names.filter((name) => name !== key)
      return known && !told ? remove(key).then(save) : remove(key)
    },
    keys: (prefix) =>
      list()
        .then(
          (all) => {
            told = true
            if (all.indexOf(ROLL) >= 0) remove(ROLL).catch(noop)
            return all
          },
          () =>
            get(ROLL).then((text = '') => {
              told = false
              text.split('\n').forEach(enter)
              return names
            }),
        )
        .then((all) => all.filter((key) => key.indexOf(prefix) === 0)),
  }
}

/** Of those with a name of their own; the others are known anyway. */
function isOurs(key: string): boolean {
  return /^mm:\w+:/.test(key)
}
