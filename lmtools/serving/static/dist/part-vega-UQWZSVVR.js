import{a}from"./part-of-vega-chunk-6P5PKPI4.js";export{a as draw};
