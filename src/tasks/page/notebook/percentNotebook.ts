/** Begins a cell of a Python script in the percent format, and a cell of text. */
const CELL = /^# %%( \[markdown\])?\n/m;

/**
 * A Jupyter notebook (nbformat 4.5) of a Python script in the percent format: code between lines "# %%", text after
 * "# %% [markdown]". `@NAME@` in the script stands for a value.
 */
export function percentNotebook(script: string, values: Readonly<Record<string, string>>): string {
  const [, ...parts] = script.split(CELL);
  const cells = [];
  for (let i = 0; i < parts.length; i += 2) {
    const isText = parts[i] !== undefined;
    const source = filled(isText ? uncommented(parts[i + 1] ?? "") : (parts[i + 1] ?? ""), values).trim();
    cells.push({
      cell_type: isText ? "markdown" : "code",
      id: `cell-${cells.length + 1}`,
      metadata: {},
      source: source.split(/(?<=\n)/),
      ...(isText ? {} : { execution_count: null, outputs: [] }),
    });
  }
  const kernelspec = { display_name: "Python 3", language: "python", name: "python3" };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }, null, 1);
}

function uncommented(text: string): string {
  return text.replace(/^# ?/gm, "");
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([A-Z]+)@/g, (mark, name: string) => values[name] ?? mark);
}
