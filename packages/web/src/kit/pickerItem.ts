/** One of many things that can be picked. */
export interface PickerItem {
  readonly id: string
  readonly text: string
  /** On the right, such as a count. */
  readonly note?: string
  /** A second line, such as sample values. */
  readonly detail?: string
}
