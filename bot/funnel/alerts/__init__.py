"""What is worth a look before it is too late: rules over deals and figures, and one case for each thing they find."""
