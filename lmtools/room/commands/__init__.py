"""What a page can ask for, one function a command: `table` says who may, and how each is treated."""
