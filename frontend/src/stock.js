/** Stock ipywidgets (sliders, boxes, output areas) for workbooks that use them; fetched only then. */
export * from "@jupyter-widgets/controls";
