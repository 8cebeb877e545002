/** Copies what is still being made, within the click that asked for it. @returns whether the browser let it */
export async function copyText(text: Promise<string>): Promise<boolean> {
  try {
    // A promise keeps the click's permission where a browser asks for that.
    const blob = text.then((made) => new Blob([made], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    try {
      await navigator.clipboard.writeText(await text);
      return true;
    } catch {
      return false;
    }
  }
}
