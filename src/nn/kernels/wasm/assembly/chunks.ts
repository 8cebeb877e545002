// Which function does a chunk of which job: helpers know a job only by its number.

import { attentionBackwardChunk, attentionChunk } from "./attention";
import { attendCachedChunk } from "./cache";
import { adamWChunk, addChunk, gluBackwardChunk, gluChunk } from "./elementwise";
import { linearBackwardChunk, linearChunk, outerChunk, projectChunk } from "./linear";
import { rmsNormBackwardChunk, rmsNormChunk } from "./norm";
import { ropeChunk } from "./rope";
import { lossChunk } from "./softmax";

export const JOB_LINEAR: i32 = 0;
export const JOB_LINEAR_BACKWARD: i32 = 1;
export const JOB_PROJECT: i32 = 2;
export const JOB_OUTER: i32 = 3;
export const JOB_ATTENTION: i32 = 4;
export const JOB_ATTENTION_BACKWARD: i32 = 5;
export const JOB_ATTEND_CACHED: i32 = 6;
export const JOB_RMS_NORM: i32 = 7;
export const JOB_RMS_NORM_BACKWARD: i32 = 8;
export const JOB_ROPE: i32 = 9;
export const JOB_ADD: i32 = 10;
export const JOB_GLU: i32 = 11;
export const JOB_GLU_BACKWARD: i32 = 12;
export const JOB_ADAMW: i32 = 13;
export const JOB_LOSS: i32 = 14;

export function runChunk(job: i32, chunk: i32): void {
  switch (job) {
    case JOB_LINEAR: return linearChunk(chunk);
    case JOB_LINEAR_BACKWARD: return linearBackwardChunk(chunk);
    case JOB_PROJECT: return projectChunk(chunk);
    case JOB_OUTER: return outerChunk(chunk);
    case JOB_ATTENTION: return attentionChunk(chunk);
    case JOB_ATTENTION_BACKWARD: return attentionBackwardChunk(chunk);
    case JOB_ATTEND_CACHED: return attendCachedChunk(chunk);
    case JOB_RMS_NORM: return rmsNormChunk(chunk);
    case JOB_RMS_NORM_BACKWARD: return rmsNormBackwardChunk(chunk);
    case JOB_ROPE: return ropeChunk(chunk);
    case JOB_ADD: return addChunk(chunk);
    case JOB_GLU: return gluChunk(chunk);
    case JOB_GLU_BACKWARD: return gluBackwardChunk(chunk);
    case JOB_ADAMW: return adamWChunk(chunk);
    case JOB_LOSS: return lossChunk(chunk);
  }
}
