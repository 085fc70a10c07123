/** Control characters, and those that turn the direction of text: names come from outside and must not steer a terminal. */
const steering = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text from outside as it may be shown on a terminal. */
export function printable(text: string): string {
  return text.replaceAll(steering, '\ufffd')
}
