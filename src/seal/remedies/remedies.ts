import { gate } from "./gate.ts";
import { kl } from "./kl.ts";
import { none } from "./none.ts";
import { replay } from "./replay.ts";
import { router } from "./router.ts";

/** In the order in which the page and the tables name them; the first is the default. */
export const REMEDIES = [none, replay, kl, gate, router] as const;
