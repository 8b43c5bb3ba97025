/** Everything that a reader sees, in both languages. */
export interface Text {
  en: string
  zh: string
}

export type Language = keyof Text

export function text(en: string, zh: string): Text {
  return { en, zh }
}
