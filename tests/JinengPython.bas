Attribute VB_Name = "JinengPython"
Option Explicit

' Stands in for addin/excel/JinengPython.bas where there is no DLL of xlwings: asks vba_bridge.py instead.

Private Bridge As Object

Public Function JinengAnswer(ByVal FunctionName As String, ByVal Arguments As Variant) As Variant
    Dim Cells() As Variant, Item As Long
    ReDim Cells(0 To UBound(Arguments))
    For Item = 0 To UBound(Arguments)
        If IsError(Arguments(Item)) Then
            Cells(Item) = "=missing"
        Else
            Cells(Item) = Plain(Arguments(Item))
        End If
    Next
    If Bridge Is Nothing Then Set Bridge = CreateUnoService("cn.jineng.test.Bridge")
    JinengAnswer = Bridge.callFunction(FunctionName, Cells)
End Function

Private Function Plain(ByVal Argument As Variant) As Variant
    If Not IsObject(Argument) Then
        Plain = Valued(Argument)
    ElseIf Argument Is Nothing Then
        Plain = "=nothing"
    Else
        Plain = Array("=cell", Valued(Argument.Value))
    End If
End Function

Private Function Valued(ByVal Found As Variant) As Variant
    If IsEmpty(Found) Then
        Valued = "=empty"
    ElseIf VarType(Found) = 7 Then
        Valued = "=day" & CDbl(Found)
    Else
        Valued = Found
    End If
End Function

Public Function JinengSaid(ByVal Number As Long) As String
    JinengSaid = ""
End Function

Public Sub JinengRun(ByVal Button As String)
End Sub
