import { refusal, single, type Answer, type Template } from './answers.ts'
import type { Ask } from './ask.ts'

/* Dashboards that a running OAP stores for Horizon UI. */

const PATH = '/ui-management/templates'

export function dashboardsOn(ask: Ask) {
  return {
    async templates(): Promise<Template[]> {
      const answer = await ask({ method: 'GET', path: PATH, query: { includingDisabled: 'true' } })
      if (answer.status === 404)
        throw new Error(
          `${ask.root} has no /ui-management: set SW_UI_MANAGEMENT=default, or use --rules-only.`,
        )
      if (answer.status !== 200 || !Array.isArray(answer.body))
        throw refusal('the list of dashboards', answer)
      return answer.body as Template[]
    },

    /** Without an id a new one, under the name of its envelope, as Horizon UI does. */
    async saveTemplate(name: string, configuration: string, id = ''): Promise<void> {
      const body = JSON.stringify({ id: id || name, configuration })
      mustBeStored(`dashboard ${name}`, await ask({ method: id ? 'PUT' : 'POST', path: PATH, body }))
    },

    async disableTemplate(id: string): Promise<void> {
      mustBeStored(
        `dashboard ${id}`,
        await ask({ method: 'POST', path: `${PATH}/${encodeURIComponent(id)}/disable` }),
      )
    },
  }
}

function mustBeStored(what: string, answer: Answer): void {
  if (answer.status !== 200 || single(answer.body).status === false) throw refusal(what, answer)
}
