import { didItHelp } from "./didItHelp.ts";
import { doesNotKnow } from "./doesNotKnow.ts";
import { forgetting } from "./forgetting.ts";
import { innerLoop } from "./innerLoop.ts";
import { keepingControl } from "./keepingControl.ts";
import { learningToWrite } from "./learningToWrite.ts";
import type { Lesson } from "./lesson.ts";
import { notesInsteadOfText } from "./notesInsteadOfText.ts";
import { puzzles } from "./puzzles.ts";
import { readingTheHeadlines } from "./readingTheHeadlines.ts";

/** In the order of a course. */
export const LESSONS: readonly Lesson[] = [
  doesNotKnow,
  notesInsteadOfText,
  innerLoop,
  didItHelp,
  learningToWrite,
  puzzles,
  forgetting,
  keepingControl,
  readingTheHeadlines,
];
