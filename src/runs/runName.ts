import { createRandom, hashSeed } from "../protocol/random.ts";

const MANNERS =
  `amber ancient bold brave bright brisk calm careful cheerful clear clever copper curious daring distant
early eager faint fair fond frosty gentle glad golden grand green hidden honest humble idle jolly keen kind
late lively lucky lunar mellow merry mild misty modest neat nimble noble olive pale patient plain polite
proud quick quiet rapid rare ready ruby sandy silent silver sleepy slow small snowy solar steady still
sunny swift tidy tiny upbeat velvet vivid warm wary wild windy wise witty young`.split(/\s+/);

const THINGS =
  `acorn alder anchor aspen badger beacon birch bison brook canyon cedar cello clover comet compass coral
crane cricket dune eagle ember falcon fern finch fjord forest fox garden glacier harbor hare harvest hazel
heron hill island ivy jasper juniper kestrel lagoon lantern lark lemur lily linden lynx maple marsh meadow
meteor mole moss nebula newt oak orchid osprey otter owl pebble pine plover pond poplar prairie puffin
quail quartz raven reef river robin sparrow spruce stork swan thicket tulip valley violet walrus willow wren`.split(
    /\s+/,
  );

/** A name that people can remember and say aloud, always the same for the same run id. */
export function runName(runId: string): string {
  const random = createRandom(hashSeed(0, runId));
  return `${random.pick(MANNERS)} ${random.pick(THINGS)}`;
}
