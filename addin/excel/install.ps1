# Installs the add-in for this user; no administrator's rights. Run by install.cmd.
param([string]$Python = "", [string]$Folder = "")
$ErrorActionPreference = "Stop"
$version = "@PYTHON@"

function Stop-With([string]$words) {
    Write-Host $words -ForegroundColor Red
    exit 2
}

if (Get-Process -Name EXCEL -ErrorAction SilentlyContinue) { Stop-With "请先关闭所有 Excel 窗口，再运行安装。" }

# The folder: English letters only, for the DLL of xlwings knows no others.
if (-not $Folder) { $Folder = Join-Path $env:LOCALAPPDATA "jineng" }
if ($Folder -match "[^\x20-\x7e]") {
    $user = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $Folder = Join-Path $env:ProgramData ("jineng-" + $user.User.Value.Split("-")[-1])
    New-Item -ItemType Directory -Force $Folder | Out-Null
    # Nobody but this user may write there.
    & icacls $Folder /inheritance:r /grant:r ("*" + $user.User.Value + ":(OI)(CI)F") "*S-1-5-18:(OI)(CI)F" | Out-Null
}
if ($Folder -match "[^\x20-\x7e]") { Stop-With "请用 -Folder 指定一个只有英文的文件夹，如 -Folder D:\jineng" }
New-Item -ItemType Directory -Force $Folder | Out-Null

# Python: as given, by the launcher, or as registered.
if (-not $Python) {
    if (Get-Command py -ErrorAction SilentlyContinue) {
        $ErrorActionPreference = "Continue"
        $Python = & py "-$version" -c "import sys; print(sys.executable)" 2>$null
        $ErrorActionPreference = "Stop"
    }
}
if (-not $Python) {
    foreach ($root in "HKCU:", "HKLM:") {
        $key = "$root\Software\Python\PythonCore\$version\InstallPath"
        if (Test-Path $key) { $Python = (Get-ItemProperty $key).ExecutablePath }
        if ($Python) { break }
    }
}
if (-not $Python -or -not (Test-Path $Python)) {
    Stop-With "没有找到 Python ${version}（64 位）。请先安装（安装程序由信息中心提供，不需要管理员权限），或用 -Python 指定 python.exe。"
}
$found = & $Python -c "import struct, sys; print('%d.%d-%d' % (*sys.version_info[:2], struct.calcsize('P') * 8))"
if ($found -ne "$version-64") { Stop-With "「${Python}」是 ${found}，这个安装包要 $version 的 64 位 Python。" }

Write-Host "正在安装到 $Folder ……"
& $Python -m venv --clear (Join-Path $Folder "python")
if ($LASTEXITCODE) { Stop-With "不能在「${Folder}」中建立 Python 环境，请看上面的原因。" }
$own = Join-Path $Folder "python\Scripts\python.exe"
& $own -m pip install --quiet --no-index --find-links (Join-Path $PSScriptRoot "wheels") --require-hashes -r (Join-Path $PSScriptRoot "requirements.txt")
if ($LASTEXITCODE) { Stop-With "组件没有装上，安装包可能不完整，请重新解压全部文件再试。" }
Copy-Item (Join-Path $PSScriptRoot "uninstall.ps1"), (Join-Path $PSScriptRoot "uninstall.cmd") $Folder -Force
& $own -m jineng.addin addin install --folder $Folder --packed (Join-Path $PSScriptRoot "jineng.xlam")
if ($LASTEXITCODE) { exit 2 }
Unblock-File (Join-Path $Folder "jineng.xlam")
& $own -m jineng.addin addin doctor
Write-Host "安装完成。打开 Excel，功能区有「技能兴威」。"
