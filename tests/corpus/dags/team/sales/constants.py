OWNER = "sales"
