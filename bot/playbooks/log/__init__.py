"""One dictated sentence becomes a contact with a customer, its report and the next step."""
