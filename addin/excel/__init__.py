"""The add-in for Excel: its ribbon and VBA as text, and what packs, installs and examines it."""
