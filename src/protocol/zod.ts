import * as z from "zod/mini";

// This form of zod has no texts of its own, and issues are shown to people.
z.config(z.locales.en());

/** zod's functional form, of which a bundle holds only what is used. Every schema takes `z` from here. */
export { z };
