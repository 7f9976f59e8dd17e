import{a}from"./part-of-vega-chunk-FCVFKB2H.js";export{a as draw};
