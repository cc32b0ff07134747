<#
Tells the state of this machine on standard output: one line of JSON after docs/schema/inventory.json.
It reads only: it writes no file, sends nothing and changes no setting. No password, product key or part of one is told.
Run it as the person who works at the machine; send the line with the shipper that is there already.

With -Evtx it tells, in place of that, the events of .evtx files in a folder as XML, one event a line, for the source windows-xml.
#>
param([string]$Evtx = '')
$ErrorActionPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false

# A file that cannot be read is said on the error stream; the others are told all the same.
if ($Evtx -ne '') {
  Get-ChildItem -LiteralPath $Evtx -Filter '*.evtx' | Sort-Object Name | ForEach-Object {
    Get-WinEvent -Path $_.FullName -Oldest -ErrorAction Continue | ForEach-Object { $_.ToXml() -replace '[\r\n]+', ' ' }
  }
  return
}

$items = New-Object System.Collections.ArrayList

# One item; what is not known is left out, for absent is not the same as right.
function Tell([string]$What, [hashtable]$More) {
  $item = [ordered]@{ what = $What }
  foreach ($key in $More.Keys) {
    $value = $More[$key]
    $text = "$value".Trim()
    if ($text -eq '') { continue }
    if ($key -eq 'ok' -or $key -eq 'total') { $item[$key] = $value } else { $item[$key] = $text }
  }
  [void]$items.Add($item)
}

function Read-Value([string]$Path, [string]$Name) { (Get-ItemProperty -LiteralPath $Path -Name $Name).$Name }

$computer = Get-CimInstance Win32_ComputerSystem
$system = Get-CimInstance Win32_OperatingSystem
Tell 'hardware' @{ item = 'model'; value = $computer.Model; vendor = $computer.Manufacturer }
Tell 'hardware' @{ item = 'memory-kb'; value = $system.TotalVisibleMemorySize }
Tell 'hardware' @{ item = 'cpu'; value = (Get-CimInstance Win32_Processor | Select-Object -First 1).Name }
Tell 'patches' @{ item = 'os'; value = $system.Caption; version = $system.Version }
foreach ($fix in Get-HotFix) { Tell 'patches' @{ item = $fix.HotFixID; value = $fix.Description } }

# 1 is licensed ([MS] SoftwareLicensingProduct). The id is that of Windows; products without a key are not installed.
$windows = Get-CimInstance SoftwareLicensingProduct -Filter "ApplicationID='55c92734-d682-4d71-983e-d6ec3f16059f' AND PartialProductKey IS NOT NULL"
foreach ($licence in $windows) { Tell 'licence' @{ item = $licence.Name; value = "$($licence.LicenseStatus)"; ok = ($licence.LicenseStatus -eq 1) } }

$desktop = 'HKCU:\Control Panel\Desktop'
$policy = 'HKCU:\Software\Policies\Microsoft\Windows\Control Panel\Desktop'
$active = Read-Value $policy 'ScreenSaveActive'; if ($null -eq $active) { $active = Read-Value $desktop 'ScreenSaveActive' }
$secure = Read-Value $policy 'ScreenSaverIsSecure'; if ($null -eq $secure) { $secure = Read-Value $desktop 'ScreenSaverIsSecure' }
$after = Read-Value $policy 'ScreenSaveTimeOut'; if ($null -eq $after) { $after = Read-Value $desktop 'ScreenSaveTimeOut' }
$idle = Read-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System' 'InactivityTimeoutSecs'
if ($idle -gt 0) { Tell 'screen-lock' @{ item = 'machine'; value = $idle; ok = $true } }
elseif ($null -ne $active -and $null -ne $secure) { Tell 'screen-lock' @{ item = 'person'; value = $after; ok = ($active -eq '1' -and $secure -eq '1') } }

# 255 is off for every sort of drive; anything else is on for some.
$autorun = Read-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer' 'NoDriveTypeAutoRun'
if ($null -ne $autorun) { Tell 'autoplay' @{ value = $autorun; ok = ($autorun -eq 255) } }

# Firefox keeps its entries in JSON, and only their number is taken. Of Chrome and Edge the policy tells whether they may keep any.
foreach ($file in Get-ChildItem -Path "$env:APPDATA\Mozilla\Firefox\Profiles\*\logins.json") {
  $kept = (Get-Content -LiteralPath $file.FullName -Raw | ConvertFrom-Json).logins
  if ($null -ne $kept) { $total = @($kept).Count; Tell 'saved-passwords' @{ item = 'firefox'; total = $total; ok = ($total -eq 0) } }
}
foreach ($browser in @(@('chrome', 'HKLM:\SOFTWARE\Policies\Google\Chrome'), @('edge', 'HKLM:\SOFTWARE\Policies\Microsoft\Edge'))) {
  $allowed = Read-Value $browser[1] 'PasswordManagerEnabled'
  if ($null -ne $allowed) { Tell 'saved-passwords' @{ item = "$($browser[0])-policy"; value = $allowed; ok = ($allowed -eq 0) } }
}

$uninstall = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*'
foreach ($product in Get-ItemProperty -Path $uninstall | Where-Object { $_.DisplayName }) {
  Tell 'software' @{ item = $product.DisplayName; version = $product.DisplayVersion; vendor = $product.Publisher }
}

$report = [ordered]@{
  schema = 'vonggac-inventory/1'
  host = $env:COMPUTERNAME
  collectedAt = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
  items = @($items)
}
ConvertTo-Json -InputObject $report -Depth 4 -Compress
