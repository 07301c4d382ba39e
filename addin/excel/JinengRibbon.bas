Attribute VB_Name = "JinengRibbon"
Option Explicit

Private Described As Boolean

Public Sub JinengLoaded(Ribbon As IRibbonUI)
    JinengDescribe
End Sub

' The name of a button is that of its Python function.
Public Sub JinengPress(Control As IRibbonControl)
    If Not Described Then JinengDescribe
    JinengRun Control.ID
End Sub

' Tells the function wizard what the functions and their arguments mean, from the sheet of the add-in.
Private Sub JinengDescribe()
    Dim RowNumber As Long, Count As Long, Item As Long, About() As String
    On Error GoTo later
    With ThisWorkbook.Worksheets(1)
        RowNumber = 6
        Do While .Cells(RowNumber, 1).Value <> ""
            Count = 0
            Do While .Cells(RowNumber, 3 + Count).Value <> ""
                Count = Count + 1
            Loop
            ReDim About(0 To Count - 1)
            For Item = 0 To Count - 1
                About(Item) = .Cells(RowNumber, 3 + Item).Value
            Next
            Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & .Cells(RowNumber, 1).Value, Description:=.Cells(RowNumber, 2).Value, Category:=JinengSaid(1), ArgumentDescriptions:=About
            RowNumber = RowNumber + 1
        Loop
    End With
    ThisWorkbook.Saved = True
    Described = True
later:
End Sub
