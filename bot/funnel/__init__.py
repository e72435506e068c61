"""From the rows of a CRM to what is worth saying about them."""
