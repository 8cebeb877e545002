import { consolidation } from "./consolidation.ts";
import { gate } from "./gate.ts";
import { generativeReplay } from "./generativeReplay.ts";
import { kl } from "./kl.ts";
import { klConsolidation } from "./klConsolidation.ts";
import { klConsolidationRehearsal } from "./klConsolidationRehearsal.ts";
import { klGate } from "./klGate.ts";
import { klReplay } from "./klReplay.ts";
import { none } from "./none.ts";
import { orthogonal } from "./orthogonal.ts";
import { rehearsal } from "./rehearsal.ts";
import { replay } from "./replay.ts";
import { router } from "./router.ts";

/** In the order in which the page and the tables name them; the first is the default. */
export const REMEDIES = [
  none,
  replay,
  generativeReplay,
  kl,
  klReplay,
  consolidation,
  klConsolidation,
  rehearsal,
  klConsolidationRehearsal,
  orthogonal,
  gate,
  klGate,
  router,
] as const;
