Attribute VB_Name = "JinengPython"
Option Explicit
Option Private Module

' The way into Python: the DLL of xlwings starts it and hands over its COM object.
' After xlwings.bas, BSD 3-clause, copyright Zoomer Analytics LLC. Nothing here runs by itself.

Private Const PythonProgram As String = "@PROGRAM@"
Private Const DllFolder As String = "@FOLDER@"

#If Win64 Then
    Private Const DllName As String = "xlwings64-@VERSION@.dll"
    Private Declare PtrSafe Function ActivatePython Lib "xlwings64-@VERSION@.dll" Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
#Else
    Private Const DllName As String = "xlwings32-@VERSION@.dll"
    Private Declare PtrSafe Function ActivatePython Lib "xlwings32-@VERSION@.dll" Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
#End If
Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal FileName As LongPtr) As LongPtr

Public Function JinengAnswer(ByVal FunctionName As String, ByVal Arguments As Variant) As Variant
    On Error GoTo failed
    JinengAnswer = Python().CallUDF("jineng.udfs", (FunctionName), (Arguments), ActiveWorkbook, Application.Caller)
    Exit Function
failed:
    JinengAnswer = JinengSaid(3) & Err.Description
End Function

Public Sub JinengRun(ByVal Button As String)
    Dim Server As Object
    If ActiveWorkbook Is Nothing Then
        MsgBox JinengSaid(2), vbInformation, JinengSaid(1)
        Exit Sub
    End If
    On Error GoTo failed
    Set Server = Python()
    Server.Call Server.Module("jineng.addin.ribbon"), "press", Server.Tuple((Button), ActiveWorkbook)
    Exit Sub
failed:
    MsgBox JinengSaid(4) & vbCrLf & Err.Description, vbExclamation, JinengSaid(1)
End Sub

' The Chinese words stand in the sheet of the add-in: VBA text is not Unicode.
Public Function JinengSaid(ByVal Number As Long) As String
    JinengSaid = ThisWorkbook.Worksheets(1).Cells(Number, 1).Value
End Function

Private Function Python() As Object
    Dim Result As Variant
    If LoadLibraryW(StrPtr(Located(DllFolder) & "\" & DllName)) = 0 Then Err.Raise vbObjectError + 1, , Located(DllFolder) & "\" & DllName
    If ActivatePython(Result, """" & Located(PythonProgram) & """ -B -E -c ""import xlwings; xlwings.serve('$(CLSID)')""", 1) <> 0 Then Err.Raise vbObjectError + 2, , Result
    Set Python = Result
End Function

' A path is taken from the folder of the add-in unless it is whole.
Private Function Located(ByVal Path As String) As String
    If Mid(Path, 2, 1) = ":" Then Located = Path Else Located = ThisWorkbook.Path & "\" & Path
End Function
