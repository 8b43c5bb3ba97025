/** What to do about OAP's own word for what became of a change. */
export function hintOn(applyStatus: string): string | undefined {
  return HINTS[applyStatus]
}

const HINTS: Record<string, string | undefined> = {
  compile_failed:
    'OAP could not compile the rule. Is it 11.0 or later? If so, please report it with the message above.',
  storage_change_requires_explicit_approval:
    'stored data of a metric would be lost. Run again without --yes to see of which; --new-names keeps it.',
  layer_override_forbidden: 'a rule that lies in OAP’s config/ owns its layers.',
  layer_name_conflict:
    'OAP knows the layer under another ordinal: config/layer-extensions.yml must have those that this repository has.',
  layer_ordinal_collision: 'another layer has this ordinal already.',
  layer_ordinal_out_of_range: 'rules that are pushed need ordinals from 100000.',
  update_in_progress: 'another change of this rule is under way: try again in a few seconds.',
  origin_conflict: 'another node is changing rules: try again in a few seconds.',
  split_brain_detected: 'two nodes took themselves for the main one: try again in a minute.',
  cluster_view_split: 'the nodes do not agree yet who is there: try again in a minute.',
  forward_failed: 'the main node of the cluster could not be reached.',
  storage_unavailable: 'OAP’s storage does not answer.',
  delete_refused: 'another rule holds metrics of the bundled one.',
}
