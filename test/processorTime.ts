/** Milliseconds for which this process has had a processor: what else a busy machine does is not in them. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
