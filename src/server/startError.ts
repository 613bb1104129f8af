/** Something that the person who starts the server can put right; the message is one sentence for him. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
