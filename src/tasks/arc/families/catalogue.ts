import { ATTRACTION } from "./attraction.ts";
import { CLEAN } from "./clean.ts";
import { COMPARE } from "./compare.ts";
import { COPY } from "./copy.ts";
import { COUNT } from "./count.ts";
import { CROP } from "./crop.ts";
import { EXTRACT } from "./extract.ts";
import type { Family } from "./family.ts";
import { FILL } from "./fill.ts";
import { GEOMETRY } from "./geometry.ts";
import { LINES } from "./lines.ts";
import { LOGIC } from "./logic.ts";
import { MOTION } from "./motion.ts";
import { RAYS } from "./rays.ts";
import { RECOLOUR } from "./recolour.ts";
import { RECOLOUR_OBJECTS } from "./recolourObjects.ts";
import { RESTORE } from "./restore.ts";
import { ROOMS } from "./rooms.ts";
import { SCALE } from "./scale.ts";
import { SIDES } from "./sides.ts";
import { SPREAD } from "./spread.ts";

/** All families; `splits.ts` says what each is for. */
export const FAMILIES: readonly Family[] = [
  ...GEOMETRY,
  ...MOTION,
  ...ATTRACTION,
  ...RAYS,
  ...LINES,
  ...FILL,
  ...SPREAD,
  ...RECOLOUR,
  ...RECOLOUR_OBJECTS,
  ...CLEAN,
  ...RESTORE,
  ...COPY,
  ...CROP,
  ...SCALE,
  ...COUNT,
  ...LOGIC,
  ...COMPARE,
  ...ROOMS,
  ...EXTRACT,
  ...SIDES,
];
