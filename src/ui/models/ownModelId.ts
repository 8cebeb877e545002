/** A name for a model made of the user's files, or null where none of them holds weights. */
export function ownModelId(files: readonly File[]): string | null {
  const weights = files.find((file) => /\.(gguf|safetensors)$/i.test(file.name));
  if (!weights) return null;
  // Inside a folder the folder's name tells more than "model.safetensors".
  const [folder] = weights.webkitRelativePath.split("/");
  return folder ? folder : weights.name.replace(/\.(gguf|safetensors)$/i, "");
}
