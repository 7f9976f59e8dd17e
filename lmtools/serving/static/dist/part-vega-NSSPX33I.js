import{a}from"./part-of-vega-chunk-A7ZPIEXN.js";export{a as draw};
