"""Reading tables: the course data package, dated rules, and files as government publishes them."""
