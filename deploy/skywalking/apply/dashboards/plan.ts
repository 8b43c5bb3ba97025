import type { Template } from '../admin/answers.ts'
import { finderIn, layerIn, toJson, type Content, type Envelope, type Found } from './envelope.ts'
import { isWhole, merge, mergeTranslation, withNames, without } from './merge.ts'

/* What has to be done so that Horizon UI shows ours; what others put there stays. */

export interface DashboardStep {
  name: string
  /** Of the stored one; '' of a new one. */
  id: string
  configuration: string
  action: 'create' | 'update' | 'disable' | 'none'
}

interface Given {
  ours: Envelope[]
  stored: Template[]
  /** Metrics that have a new name. */
  renamed?: Record<string, string>
}

/** @param hasOwn layers for which OAP has a dashboard of its own */
export function planDashboards(
  { ours, stored, renamed = {} }: Given,
  hasOwn: (layer: string) => boolean,
): DashboardStep[] {
  const find = finderIn(stored)
  /** By layer, as it will be stored. */
  const english: Record<string, Content> = {}
  const ourEnglish = Object.fromEntries(
    ours.filter(({ locale }) => !locale).map((own) => [layerIn(own), own.content]),
  )
  const contentFor = (own: Envelope, found: Found | undefined) => {
    if (!found) return own.content
    const layer = layerIn(own)
    const theirs = found.envelope.content
    if (own.locale) return mergeTranslation(theirs, own.content, english[layer], ourEnglish[layer])
    return merge(theirs, own.content, hasOwn(layer) && !isWhole(theirs) ? 'additions' : 'all')
  }
  return ours.map((own) => {
    const found = find(own.name)
    const content = withNames(contentFor(own, found), renamed)
    if (!own.locale) english[layerIn(own)] = content
    return stepTo({ ...(found?.envelope ?? own), content }, own.name, found)
  })
}

/** The same without ours. A dashboard of which nothing is left is switched off: OAP deletes none. */
export function planRemoval({ ours, stored, renamed = {} }: Given): DashboardStep[] {
  const find = finderIn(stored)
  const back = Object.fromEntries(Object.entries(renamed).map(([before, after]) => [after, before]))
  const switchedOff = new Set<string>()
  return ours.flatMap((own): DashboardStep[] => {
    const found = find(own.name)
    if (!found || found.template.disabled) return []
    const layer = layerIn(own)
    const english = find(`horizon.layer.${layer}`)?.envelope.content
    const content = withNames(without(found.envelope.content, english), back)
    const isEmpty = !Object.values(content.dashboards ?? {}).some((charts) => charts.length)
    if (isEmpty) switchedOff.add(layer)
    // a translation goes with what it translates
    if (switchedOff.has(layer))
      return [{ name: own.name, id: found.template.id, configuration: '', action: 'disable' }]
    return [stepTo({ ...found.envelope, content }, own.name, found)]
  })
}

function stepTo(envelope: Envelope, name: string, found: Found | undefined): DashboardStep {
  const configuration = toJson(envelope)
  if (!found) return { name, id: '', configuration, action: 'create' }
  const isSame = !found.template.disabled && toJson(found.envelope) === configuration
  return { name, id: found.template.id, configuration, action: isSame ? 'none' : 'update' }
}
