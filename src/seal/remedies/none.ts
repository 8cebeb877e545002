import { remedy } from "./remedy.ts";

export const none = remedy({
  id: "none",
  label: "Nothing",
  help: "Each edit is merged as it is.",
  meaning: "Each edit is merged into the weights as it is.",
  fields: {},
  begin: () => ({}),
});
