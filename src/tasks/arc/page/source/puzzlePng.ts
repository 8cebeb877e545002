import type { PuzzlePicture } from "./puzzleSvg.ts";

/** Twice as sharp as it is shown. */
const SCALE = 2;

/** Draws the picture in the browser. Rejects where it has no canvas to draw on. */
export async function puzzlePng({ svg, width, height }: PuzzlePicture): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image(width * SCALE, height * SCALE);
    image.src = url;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {
      width: image.width,
      height: image.height,
    });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("This browser does not draw.");
    context.drawImage(image, 0, 0, image.width, image.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("The picture is empty."))),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
