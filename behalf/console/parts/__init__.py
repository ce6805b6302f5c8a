"""What the overview is made of: each part knows its right, asks one room and answers lines *when · what · who*."""
