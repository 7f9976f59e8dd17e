/**
 * Vega, Vega-Lite and vega-embed as one part of the bundle, fetched the first time a chart is shown.
 * Expressions are interpreted from their syntax tree, so that the page needs no `unsafe-eval`.
 */
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

export async function draw(el, spec) {
  const { view } = await embed(el, spec, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    defaultStyle: false,
    tooltip: false,
    ast: true,
    expr: expressionInterpreter,
    downloadFileName: "lmtools",
  });
  return view;
}
