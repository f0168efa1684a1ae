"""What is put together from answers and figures, to be read away from the page."""
