import{a}from"./part-of-vega-chunk-GQ2EC6UD.js";export{a as draw};
