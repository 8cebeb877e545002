/** Far beyond every model here; what fits a given model only its tokenizer can tell. */
export const MAX_PASSAGE_CHARACTERS = 40_000;
/** Questions that can be asked of one passage. */
export const MAX_QUESTIONS = 200;
