import { expect, it } from "vitest";
import { sentencesOf } from "./sentences.ts";

it.each([
  [
    "It was lit. “Who did light?” 1931 was the year.",
    ["It was lit.", "“Who did light?”", "1931 was the year."],
  ],
  ["作坊建于1931年。它制造灯具！“真的？”是的。", ["作坊建于1931年。", "它制造灯具！", "“真的？”", "是的。"]],
  ["यह एक नगर है। इसमें दीप बनते हैं।", ["यह एक नगर है।", "इसमें दीप बनते हैं।"]],
  ["كم عددهم؟ هم عشرة.", ["كم عددهم؟", "هم عشرة."]],
])("%j → %j", (text, sentences) => expect(sentencesOf(text)).toEqual(sentences));
