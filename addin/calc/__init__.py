"""The worksheet functions in LibreOffice Calc: an extension whose component asks a process of ours."""
