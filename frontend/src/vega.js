/**
 * Vega and Vega-Lite as one part of the bundle, fetched the first time a chart is shown: of Vega's transforms only
 * those that our charts can use. Expressions are interpreted from their syntax tree, so that the page needs no
 * `unsafe-eval`.
 */
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { parse } from "vega-parser";
import * as core from "vega-transforms";
import { View } from "vega-view";
import * as layout from "vega-view-transforms";
import { breathe } from "./later.js";

Object.assign(transforms, core, layout, encode);

/** The SVG of `spec`, as text. It takes a while, so what is pressed meanwhile may be answered between the parts. */
export async function draw(spec) {
  const compiled = compile(spec).spec;
  await breathe();
  const runtime = parse(compiled, {}, { ast: true });
  await breathe();
  const view = new View(runtime, { expr: expressionInterpreter, renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
