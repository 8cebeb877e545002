import { type Family, family } from "../families/family.ts";
import { sameGrid } from "../grid.ts";

/**
 * Puzzles whose rule is a rule of one family followed by a rule of another. Both steps change every input.
 *
 * The symmetries that both steps have hold for the composition too; there may be more (two flips, for
 * example, undo one another), so for compositions the list is what is certain, not all that is true.
 */
export function twoStep(first: Family, second: Family): Family {
  return family({
    name: compositionName(first.name, second.name),
    about: `${first.about} Then: ${second.about}`,
    minSide: Math.max(first.minSide, second.minSide),
    oneRow: first.oneRow && second.oneRow,
    draw: (random, limit) => {
      const one = first.draw(random, limit);
      const two = second.draw(random, limit);
      return {
        rule: (grid) => two.rule(one.rule(grid)),
        input: (each) => {
          const input = one.input(each);
          if (input === null) return null;
          const between = one.rule(input);
          return sameGrid(input, between) || sameGrid(between, two.rule(between)) ? null : input;
        },
        symmetries: one.symmetries.filter((symmetry) => two.symmetries.includes(symmetry)),
      };
    },
  });
}

/** "gravity, then outline" */
export function compositionName(first: string, second: string): string {
  return `${first}, then ${second}`;
}
