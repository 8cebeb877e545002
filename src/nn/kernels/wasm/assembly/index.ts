// The exports of the compiled module; `kernelModule.ts` is their TypeScript face.
export { attentionBackwardScratch, attentionScratch, causalAttention, causalAttentionBackward } from "./attention";
export { attendCached } from "./cache";
export { adamW, add, glu, gluBackward } from "./elementwise";
export { serve, setHelpers, setScratch } from "./jobs";
export { fillPanels, linear, linearBackward, linearScratch, outer, project, projectScratch } from "./linear";
export { rmsNorm, rmsNormBackward } from "./norm";
export { rope } from "./rope";
export { loss } from "./softmax";
