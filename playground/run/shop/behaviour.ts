import { between, pick, type Random } from '../random.ts'

/** How a route answers: what is left out is as for all of them. */
export interface Behaviour {
  /** From and to, ms. */
  latency: [number, number]
  /** Share of the answers that are errors, 0 to 1. */
  errorRate: number
  /** Which ones. */
  statuses: number[]
}

export interface ShopBehaviour extends Behaviour {
  /** By name: `POST /api/orders`. */
  routes: { [name: string]: Partial<Behaviour> }
}

/** What the next request of a route meets, whatever chance says. */
export interface Plan {
  status?: number
  latency?: number
}

/** Decides how requests are answered: as planned, or else as the scenario and chance will have it. */
export interface Mood {
  plan(route: string, plan: Plan): void
  /** Of the next request: `status` only if it fails. */
  next(route: string): { latency: number; status?: number }
}

export function createMood(behaviour: ShopBehaviour, random: Random): Mood {
  const plans = new Map<string, Plan[]>()
  return {
    plan(route, plan) {
      plans.set(route, [...(plans.get(route) ?? []), plan])
    },
    next(route) {
      const plan = plans.get(route)?.shift()
      const { latency, errorRate, statuses } = { ...behaviour, ...behaviour.routes[route] }
      const byChance = () => (random() < errorRate ? pick(random, statuses) : undefined)
      const status = plan ? plan.status : byChance()
      return { status, latency: plan?.latency ?? between(random, latency) }
    },
  }
}
