import { useEffect, useState } from "react";

/** At 1280 × 720 the smallest text of the page (0.75 of 15 pixels) is a little over 20 pixels. */
const ZOOM = 1.8;
const WIDTH = 1280;
const HEIGHT = 720;

/** How much the views of the page are enlarged to be read from the last row; never less than they are. */
export function useSlideZoom(): number {
  const [zoom, setZoom] = useState(slideZoom);
  useEffect(() => {
    const follow = () => setZoom(slideZoom());
    addEventListener("resize", follow);
    return () => removeEventListener("resize", follow);
  }, []);
  return zoom;
}

function slideZoom(): number {
  return Math.max(1, ZOOM * Math.min(innerWidth / WIDTH, innerHeight / HEIGHT));
}
