"""Requirements as formulas of a worksheet, for workbooks that check themselves where nothing is installed."""
