# Takes the add-in out again, for this user. Run by uninstall.cmd.
param([string]$Folder = "")
if (Get-Process -Name EXCEL -ErrorAction SilentlyContinue) {
    Write-Host "请先关闭所有 Excel 窗口，再运行卸载。" -ForegroundColor Red
    exit 2
}
if (-not $Folder) {
    $user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $places = (Join-Path $env:LOCALAPPDATA "jineng"), (Join-Path $env:ProgramData ("jineng-" + $user.User.Value.Split("-")[-1]))
    $Folder = $places | Where-Object { Test-Path (Join-Path $_ "python\Scripts\python.exe") } | Select-Object -First 1
}
if (-not $Folder) {
    Write-Host "没有找到安装的加载项；装在别处的用 -Folder 指定。"
    exit 2
}
& (Join-Path $Folder "python\Scripts\python.exe") -m jineng.addin addin uninstall
Remove-Item -Recurse -Force (Join-Path $Folder "python")
Remove-Item -Force -ErrorAction SilentlyContinue (Join-Path $Folder "jineng.xlam")
Write-Host "已卸载。您的工作簿没有改动。"
