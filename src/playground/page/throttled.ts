/**
 * Calls something at once, and then at most once in a time; what is asked for meanwhile is done at its end.
 *
 * @param least ms between two calls
 */
export function throttled(act: () => void, least: number): () => void {
  let isWaiting = false;
  let isDue = false;
  const call = (): void => {
    isDue = isWaiting;
    if (isWaiting) return;
    isWaiting = true;
    act();
    setTimeout(() => {
      isWaiting = false;
      if (isDue) call();
    }, least);
  };
  return call;
}
