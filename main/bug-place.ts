/** Where a bug is, and of what class. Its message stays out: it may quote a patient. */
export function bugPlace(cause: unknown): { error: string; where: string } {
  if (!(cause instanceof Error)) return { error: typeof cause, where: '' };
  const frames = (cause.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return {
    error: cause.constructor.name,
    where: frames
      .slice(0, 8)
      .map(line => line.trim())
      .join(' '),
  };
}
